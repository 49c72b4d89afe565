export type ServicePorts = Record<'web' | 'api' | 'worker' | 'sandbox' | 'temporalUi' | 'temporal' | 'postgres', number>;
export const DEFAULT_PORTS: ServicePorts;
export function choosePorts(options?: { webPort?: number; told?: (what: string) => void; file?: string }): Promise<ServicePorts>;
