export function runLock(file: string): { take(): { pid: number; command: string } | null; release(): void };
