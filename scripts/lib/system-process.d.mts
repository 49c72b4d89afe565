export function commandOf(pid: number): string | null;
export function isAlive(pid: number): boolean;
export function endProcess(pid: number, options?: { signal?: NodeJS.Signals; patienceMs?: number }): Promise<void>;
