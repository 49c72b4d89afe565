import { createContext } from 'react';

/** The request's script nonce. Set on the server only: the browser hides nonces from scripts, and needs none to hydrate. */
export const NonceContext = createContext<string | undefined>(undefined);
