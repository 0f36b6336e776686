import { WebSocket } from 'ws';

/* Many clients of one server, a process of its own: its arguments are the URL and how many. Says when all are connected. */

const [url, count] = [process.argv[2] ?? '', Number(process.argv[3])];
let open = 0;
let received = 0;
for (let number = 0; number < count; number++) {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  socket.on('error', () => {});
  socket.on('message', () => {
    received += 1;
  });
  socket.on('open', () => {
    open += 1;
    if (open === count) process.send?.({ open });
  });
}
process.on('message', () => process.send?.({ received }));
process.on('disconnect', () => process.exit(0));
