/** Graphs written by hand that show every shape and line style, and the awkward ones. */
import type { DiagramEdge, DiagramGraph, DiagramNode, NodeKind } from '../../language/diagrams/graph.ts';

type EdgeParts = Partial<Omit<DiagramEdge, 'id' | 'source' | 'target'>> & { readonly id?: string };

export function edge(source: string, target: string, parts: EdgeParts = {}): DiagramEdge {
  return { id: `${source}->${target}`, source, target, asynchronous: false, soft: false, ...parts };
}

function node(id: string, kind: NodeKind = 'service', parts: Partial<DiagramNode> = {}): DiagramNode {
  return { id, kind, title: id, ...parts };
}

/** `examples/payments.arch`, as its picture should be. */
const payments: DiagramGraph = {
  title: 'Payment platform',
  subtitle: 'Topology · two regions: Ireland, Stockholm',
  nodes: [
    node('internet', 'boundary', {
      title: 'Internet',
      subtitle: 'trust boundary · no trust',
      children: [node('shopper', 'actor', { title: 'Shopper' })],
    }),
    node('cardNetwork', 'external', { title: 'Card network', detail: ['99.9 % · p99 800 ms'] }),
    node('payments', 'system', {
      title: 'Payment platform',
      subtitle: 'payments-team · budget 6,000 USD/month',
      children: [
        node('payments.cde', 'boundary', {
          title: 'Cardholder data environment',
          subtitle: 'trust boundary · account · high trust',
          children: [
            node('payments.cde.api', 'service', { title: 'Payment API', detail: ['6 replicas · eu-west, eu-north'] }),
            node('payments.cde.ledger', 'store', {
              title: 'Ledger',
              subtitle: 'PostgreSQL',
              detail: ['primary eu-west.a · 2 standbys'],
              findings: { error: 1, warning: 2 },
            }),
            node('payments.cde.patroni', 'consensus', {
              title: 'Failover manager',
              subtitle: 'etcd',
              detail: ['3 voters · eu-west'],
            }),
            node('payments.cde.sessions', 'cache', {
              title: 'Session cache',
              subtitle: 'Redis',
              detail: ['2 replicas · eu-west'],
            }),
          ],
        }),
        node('payments.settlements', 'log', {
          title: 'Settlement log',
          subtitle: 'Kafka',
          detail: ['3 replicas · eu-west'],
        }),
        node('payments.settler', 'worker', {
          title: 'Settlement worker',
          detail: ['3 replicas · eu-west'],
          findings: { hint: 1 },
        }),
      ],
    }),
  ],
  edges: [
    edge('shopper', 'payments.cde.api', {
      id: 'payments.pay',
      label: 'pay',
      detail: 'https · oidc',
      crossing: true,
      encrypted: true,
    }),
    edge('payments.cde.api', 'payments.cde.sessions', {
      id: 'payments.session',
      label: 'session',
      detail: '20 ms',
      soft: true,
    }),
    edge('payments.cde.api', 'payments.cde.ledger', {
      id: 'payments.reserve',
      label: 'reserve',
      detail: 'tls · 350 ms · 2 retries',
    }),
    edge('payments.cde.ledger', 'payments.cde.patroni', {
      id: 'payments.ledger-failover',
      label: 'failover decided by',
      detail: 'within 30 s',
    }),
    edge('payments.cde.api', 'payments.settlements', {
      id: 'payments.settle',
      label: 'settle',
      detail: 'outbox · acks all',
      asynchronous: true,
      crossing: true,
    }),
    edge('payments.settlements', 'payments.settler', {
      id: 'payments.consume',
      label: 'consume',
      detail: 'at least once',
      asynchronous: true,
      severity: 'warning',
    }),
    edge('payments.settler', 'cardNetwork', {
      id: 'payments.submit',
      label: 'submit',
      detail: 'https · 5 retries',
      crossing: true,
      encrypted: false,
    }),
  ],
};

const shop: DiagramGraph = {
  title: 'Online shop',
  nodes: [
    node('visitor', 'actor', { title: 'Visitor' }),
    node('phone', 'device', { title: 'Courier handset', subtitle: 'Android' }),
    node('shop', 'system', {
      title: 'Shop',
      children: [
        node('shop.web', 'client', { title: 'Web shop', subtitle: 'React' }),
        node('shop.edge', 'gateway', { title: 'Edge gateway', subtitle: 'Envoy', detail: ['4 replicas'] }),
        node('shop.catalogue', 'service', { title: 'Catalogue' }),
        node('shop.search', 'service', { title: 'Search' }),
        node('shop.basket', 'service', { title: 'Basket' }),
        node('shop.checkout', 'service', { title: 'Checkout', findings: { error: 2 } }),
        node('shop.payment', 'service', { title: 'Payment' }),
        node('shop.shipping', 'service', { title: 'Shipping' }),
        node('shop.email', 'function', { title: 'Order mail', subtitle: 'Lambda' }),
        node('shop.recommend', 'service', { title: 'Recommendation' }),
        node('shop.currency', 'service', { title: 'Currency' }),
        node('shop.ads', 'service', { title: 'Advertisements', tone: 'muted' }),
        node('shop.data', 'boundary', {
          title: 'Data',
          children: [
            node('shop.data.products', 'store', { title: 'Products', subtitle: 'MongoDB' }),
            node('shop.data.index', 'store', { title: 'Search index', subtitle: 'OpenSearch' }),
            node('shop.data.carts', 'cache', { title: 'Carts', subtitle: 'Redis' }),
            node('shop.data.orders', 'store', { title: 'Orders', subtitle: 'PostgreSQL' }),
          ],
        }),
        node('shop.events', 'topic', { title: 'Order events', subtitle: 'Kafka' }),
        node('shop.jobs', 'queue', { title: 'Shipments', subtitle: 'RabbitMQ' }),
      ],
    }),
    node('bank', 'external', { title: 'Bank' }),
    node('carrier', 'external', { title: 'Carrier' }),
    node('notes', 'element', { title: 'Something else' }),
  ],
  edges: [
    edge('visitor', 'shop.web', { label: 'browse', crossing: true, encrypted: true }),
    edge('shop.web', 'shop.edge', { label: 'call', detail: 'https' }),
    edge('shop.edge', 'shop.catalogue', { detail: 'grpc' }),
    edge('shop.edge', 'shop.search', { detail: 'grpc' }),
    edge('shop.edge', 'shop.basket', { detail: 'grpc' }),
    edge('shop.edge', 'shop.checkout', { label: 'place order', detail: 'grpc · 2 s' }),
    edge('shop.edge', 'shop.ads', { soft: true }),
    edge('shop.edge', 'shop.recommend', { soft: true }),
    edge('shop.recommend', 'shop.catalogue'),
    edge('shop.catalogue', 'shop.data.products', { label: 'read' }),
    edge('shop.search', 'shop.data.index', { label: 'query' }),
    edge('shop.basket', 'shop.data.carts', { label: 'update' }),
    edge('shop.checkout', 'shop.basket'),
    edge('shop.checkout', 'shop.currency', { soft: true }),
    edge('shop.checkout', 'shop.payment', { label: 'charge', severity: 'error' }),
    edge('shop.checkout', 'shop.data.orders', { label: 'insert' }),
    edge('shop.checkout', 'shop.events', { label: 'placed', asynchronous: true }),
    edge('shop.events', 'shop.email', { asynchronous: true, soft: true }),
    edge('shop.events', 'shop.shipping', { asynchronous: true }),
    edge('shop.shipping', 'shop.jobs', { asynchronous: true }),
    edge('shop.jobs', 'phone', { asynchronous: true, crossing: true, encrypted: true }),
    edge('shop.payment', 'bank', { label: 'authorise', crossing: true, encrypted: true }),
    edge('shop.shipping', 'carrier', { label: 'book', crossing: true }),
  ],
};

const single: DiagramGraph = {
  title: 'One thing',
  nodes: [node('api', 'service', { title: 'API' })],
  edges: [],
};

const empty: DiagramGraph = { title: 'Nothing yet', nodes: [], edges: [] };

const awkward: DiagramGraph = {
  title: 'Titles <script>alert("1")</script> & "quotes" \u0007\u202e',
  nodes: [
    node('a"b', 'service', {
      title: 'A very long title that says far more than any title should ever have to say about itself',
    }),
    node('unbroken', 'store', {
      title: 'Donaudampfschifffahrtsgesellschaftskapitänskajüte',
      subtitle: '</text><script>1</script>',
    }),
    node('cjk', 'queue', { title: '支払いサービスの決済キューと通知の処理', subtitle: 'カフカ' }),
    node('rtl', 'log', { title: 'سجل المدفوعات', subtitle: 'תור הודעות' }),
    node('emoji', 'cache', { title: '👩‍👩‍👧 family 🚀 café\u0301', detail: ['', '   '] }),
    node('nameless', 'element', { title: '' }),
  ],
  edges: [
    edge('a"b', 'unbroken', {
      label: '<b>bold</b> & "quoted" flow with a very long name that wraps',
      detail: 'über·tls',
    }),
    edge('unbroken', 'cjk', { label: '非同期の通知', asynchronous: true }),
    edge('cjk', 'rtl', { label: 'الدفع', crossing: true }),
    edge('rtl', 'emoji', { severity: 'info' }),
  ],
};

const loops: DiagramGraph = {
  title: 'Loops and parallels',
  nodes: [
    node('group', 'system', {
      title: 'Group',
      children: [
        node('group.a', 'service', { title: 'A' }),
        node('group.b', 'consensus', { title: 'B' }),
        node('group.inner', 'boundary', { title: 'Inner', children: [node('group.inner.c', 'store', { title: 'C' })] }),
      ],
    }),
    node('other', 'system', { title: 'Other', children: [node('other.d', 'worker', { title: 'D' })] }),
  ],
  edges: [
    edge('group.a', 'group.a', { id: 'self', label: 'retry' }),
    edge('group.b', 'group.b', { id: 'self-async', asynchronous: true }),
    edge('group.a', 'group.b', { id: 'p1', label: 'first' }),
    edge('group.a', 'group.b', { id: 'p2', label: 'second', asynchronous: true }),
    edge('group.a', 'group.b', { id: 'p3', label: 'third', soft: true }),
    edge('group.b', 'group.a', { id: 'back', label: 'back' }),
    edge('group', 'other.d', { id: 'group-to-child', label: 'publishes' }),
    edge('other', 'group.inner', { id: 'group-to-group', label: 'reads', asynchronous: true }),
    edge('group', 'group.inner.c', { id: 'to-own-descendant', label: 'owns' }),
    edge('group.inner.c', 'group', { id: 'to-own-ancestor', label: 'notifies' }),
    edge('group', 'group', { id: 'group-self', label: 'scales' }),
  ],
};

/** Groups of ten that call each other as a tree: in each, an entry calls six services, and those keep three stores. */
export function large(count: number): DiagramGraph {
  const groups = Math.ceil(count / 10);
  const members = Array.from({ length: groups }, (_, group) => Math.min(10, count - group * 10));
  const id = (group: number, member: number): string => `g${group}.n${member}`;
  return {
    title: `${count} elements`,
    nodes: members.map((size, group) =>
      node(`g${group}`, group % 3 === 0 ? 'boundary' : 'system', {
        title: `Group ${group}`,
        children: Array.from({ length: size }, (_, member) =>
          node(id(group, member), member === 0 ? 'gateway' : member > 6 ? 'store' : 'service', {
            title: `Part ${member} of ${group}`,
          }),
        ),
      }),
    ),
    edges: members.flatMap((size, group) => [
      ...Array.from({ length: size - 1 }, (_, index) =>
        index < 6
          ? edge(id(group, 0), id(group, index + 1), { label: `call ${index + 1}` })
          : edge(id(group, index - 5), id(group, index + 1), { label: 'write' }),
      ),
      ...[1, 2, 3]
        .map((branch) => ({ branch, called: group * 3 + branch }))
        .filter(({ branch, called }) => called < groups && branch < size)
        .map(({ branch, called }) =>
          edge(id(group, branch), id(called, 0), {
            label: 'ask',
            asynchronous: branch === 3,
            crossing: called % 3 === 0,
          }),
        ),
    ]),
  };
}

export const samples = { payments, shop, single, empty, awkward, loops };

export const named = Object.entries(samples).map(([name, graph]) => ({ name, graph }));
