// Listens, and answers "ping" in the same channel: node node_agent.mjs URL TOKEN
import { WebSocket } from 'undici';

const [url, token] = process.argv.slice(2);
const socket = new WebSocket(`${url.replace('http', 'ws')}/ws?token=${token}`);

socket.addEventListener('open', () => console.log('connected'));
socket.addEventListener('message', ({ data }) => {
  const msg = JSON.parse(data);
  if (msg.type !== 'new_message') return;
  console.log(`${msg.message.author_name}: ${msg.message.content}`);
  if (msg.message.content === 'ping') {
    const reply = { type: 'send_message', channel_id: msg.message.channel_id, content: 'pong' };
    socket.send(JSON.stringify(reply));
  }
  if (msg.message.content === 'pong') socket.close();
});
socket.addEventListener('close', ({ code }) => process.exit(code === 1000 || code === 1005 ? 0 : 1));
