import { bug, needing, patch, type Bug } from './bug.ts';

/** Mistakes with orders, whose facts are only ever added to, by people and by the server itself. */
export const orderBugs: readonly Bug[] = [
  needing(['order-told'], bug('told-without-a-number', 'what the server itself says of an order moves no scope', ['I1'],
    patch('server/orders/add-facts.ts', 'for (const change of changes) noteMoves(orderStore, change, moved, rows);', ''))),
  needing(['order-told'], bug('told-in-the-same-version', 'what the server itself says of an order leaves it in the version it had', ['I1', 'I8'],
    patch('server/orders/add-facts.ts', 'was: version, version: version + 1 };', 'was: version, version };'))),
  needing(['order-ship'], bug('sent-twice', 'two who send the same pieces are both believed', ['I7'],
    patch('shared/orders/description.ts', '?? checkOrder(was, is, by)', ''))),
  needing(['order-ship'], bug('columns-of-before', 'the lists of orders keep what an order was before', ['I1'],
    patch('electron/orders/write-order.ts', '{ ...projectOrder(order), version, doc: text }', '{ ...projectOrder(here === undefined ? order : (JSON.parse(here.doc) as Order)), version, doc: text }'))),
];
