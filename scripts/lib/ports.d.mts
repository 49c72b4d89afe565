export function isPortFree(port: number): Promise<boolean>;
export function nextFreePort(wanted: number, taken?: Set<number>): Promise<number>;
export function freePorts(count: number): Promise<number[]>;
