import '@mantine/core/styles.layer.css';
import './global.css';
import { createRoot } from 'react-dom/client';
import { chooseHost } from '../host/choose.ts';
import { keepConnected } from '../shared/connection.ts';
import { App } from './App.tsx';

const root = document.getElementById('root');
if (!root) throw new Error('index.html has no place for the page');

const host = chooseHost();
const connection = keepConnected(() => host.connectBackend());
createRoot(root).render(<App host={host} connection={connection} />);
