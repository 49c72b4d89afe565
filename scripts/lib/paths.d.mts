export const root: string;
export const stateFolder: string;
export const isRoot: boolean;
export function cacheFolder(env?: Record<string, string | undefined>): string;
export function sharedFolder(env?: Record<string, string | undefined>): string;
export function isOpenToAll(folder: string): boolean;
