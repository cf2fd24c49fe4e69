/** A small file of each format that can be imported: a shop with a browser, a service and a store. */
import type { ImportFormat } from '../../language/imports/import.ts';

const threagile = `threagile_version: 1.0.0
title: Shop
author: { name: Ada }
business_criticality: important
tags_available: []
data_assets:
  Orders: &orders
    id: orders
    description: "What was ordered */ and by whom"
    usage: business
    quantity: many
    confidentiality: confidential
    integrity: critical
    availability: operational
  Accounts:
    <<: *orders
    id: accounts
    confidentiality: strictly-confidential
technical_assets:
  Browser:
    id: browser
    type: external-entity
    technology: browser
    used_as_client_by_human: true
    internet: true
    out_of_scope: true
    justification_out_of_scope: Owned by the customer
    communication_links:
      Shopping:
        target: shop
        protocol: https
        authentication: session-id
        authorization: enduser-identity-propagation
        data_assets_sent: [accounts, orders]
        data_assets_received: [orders]
  Shop "One":
    id: shop
    type: process
    technology: web-application
    machine: container
    custom_developed_parts: true
    data_formats_accepted: [json, xml]
    communication_links:
      Query: { target: orders-db, protocol: jdbc, authentication: credentials, authorization: technical-user, data_assets_sent: [orders], readonly: false, vpn: false }
      Lost: { target: nowhere, protocol: https }
  Orders DB:
    id: orders-db
    type: datastore
    technology: database
    encryption: none
    data_assets_stored: [orders]
trust_boundaries:
  Inner: { id: inner, type: network-cloud-security-group, technical_assets_inside: [orders-db] }
  Outer: { id: outer, type: network-on-prem, technical_assets_inside: [shop, orders-db], trust_boundaries_nested: [inner] }
shared_runtimes:
  Cluster: { id: cluster, description: One cluster, technical_assets_running: [shop, orders-db] }
risk_tracking:
  unencrypted-asset@orders-db: { status: accepted, justification: Disks are locked away, date: 2026-01-02, checked_by: Ada }
`;

const otm = `otmVersion: 0.2.0
project: { name: Shop, id: shop }
assets:
  - { name: Orders, id: orders, risk: { confidentiality: 60, integrity: 80, availability: 10 } }
trustZones:
  - { id: 0f0ba772-39b6-4c81-8290-a30a248bb8d9, name: Internet, type: internet, risk: { trustRating: 0 } }
  - { id: inside, name: Inside, risk: { trustRating: 100 } }
  - { id: vault, name: Vault, risk: { trustRating: 100 }, parent: { trustZone: inside } }
components:
  - { id: web, name: Web, type: web-client, parent: { trustZone: 0f0ba772-39b6-4c81-8290-a30a248bb8d9 } }
  - { id: api, name: 'The "API"', type: web-service, parent: { trustZone: inside }, assets: { processed: [orders] } }
  - { id: module, name: Module, type: code-class, parent: { component: api } }
  - { id: db, name: DB, type: postgresql-database, parent: { trustZone: vault }, assets: { stored: [orders] } }
  - { id: lost, name: Lost, type: thing, parent: { component: lost } }
dataflows:
  - { id: a, name: Orders, source: web, destination: api, bidirectional: true, assets: [orders] }
  - { id: b, name: Store, source: api, destination: db, assets: [orders] }
  - { id: c, name: Gone, source: api, destination: nothing }
threats:
  - { id: t, name: Theft, categories: [Tampering], risk: { likelihood: 50, impact: 100 } }
`;

const cell = (id: string, type: string, name: string, x: number, more: object = {}, size = 50): object => ({
  id,
  shape: 'process',
  position: { x, y: 100 },
  size: { width: size, height: size },
  data: { type, name, hasOpenThreats: false, isTrustBoundary: false, outOfScope: false, ...more },
});
const arrow = (id: string, source: object, target: object, data: object): object => ({
  id,
  shape: 'flow',
  source,
  target,
  data: { type: 'tm.Flow', hasOpenThreats: false, isEncrypted: false, isPublicNetwork: false, protocol: '', ...data },
});
const at = (id: string): object => ({ cell: id });
const threatDragon = JSON.stringify({
  version: '2.2.0',
  summary: { title: 'Shop', owner: 'Ada', id: 0 },
  detail: {
    contributors: [],
    diagramTop: 1,
    reviewer: '',
    threatTop: 1,
    diagrams: [
      {
        id: 0,
        title: 'Main',
        diagramType: 'STRIDE',
        cells: [
          cell('box', 'tm.BoundaryBox', 'Inside', 150, { isTrustBoundary: true }, 400),
          cell('user', 'tm.Actor', 'Customer', 10),
          cell('app', 'tm.Process', 'Web\nApplication', 200),
          cell('db', 'tm.Store', 'Database', 300, {
            isEncrypted: true,
            threats: [
              { id: 't', title: 'Theft', status: 'Open', severity: 'High', type: 'Tampering', description: 'x' },
            ],
          }),
          cell('log', 'tm.Store', 'Log', 400, { isALog: true }),
          {
            id: 'curve',
            shape: 'trust-boundary-curve',
            data: { type: 'tm.Boundary', name: 'Edge', isTrustBoundary: true, hasOpenThreats: false },
          },
          arrow('1', at('user'), at('app'), {
            name: 'Order',
            protocol: 'HTTP/S',
            isEncrypted: true,
            isPublicNetwork: true,
          }),
          arrow('2', at('app'), at('db'), { name: 'Query' }),
          arrow('3', at('db'), at('app'), { name: 'Rows' }),
          arrow('4', at('log'), at('app'), { name: 'Past' }),
          arrow('5', { x: 1, y: 2 }, at('app'), { name: 'From nowhere' }),
        ],
      },
    ],
  },
});

export const samples: Readonly<Record<ImportFormat, string>> = { threagile, otm, 'threat-dragon': threatDragon };
