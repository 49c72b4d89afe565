export type TemporalPrograms = { server: string; sqlTool: string; ui: string };
export type ProvisionOptions = {
  folder?: string;
  base?: string;
  silenceMs?: number;
  report?: (what: string) => void;
  env?: Record<string, string | undefined>;
};
export function programFolder(env?: Record<string, string | undefined>): string;
export function cachedPrograms(folder?: string): TemporalPrograms | null;
export function provisionTemporal(options?: ProvisionOptions): Promise<TemporalPrograms>;
