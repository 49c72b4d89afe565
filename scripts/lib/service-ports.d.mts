export type ServicePorts = Record<'web' | 'api' | 'worker' | 'sandbox', number>;
export type EnginePorts = Record<'temporalUi' | 'temporal' | 'postgres', number>;
export const DEFAULT_PORTS: ServicePorts & EnginePorts;
type Choice<Group> = { group: Group; webPort?: number; told?: (what: string) => void; file?: string };
export function choosePorts(options: Choice<'services'>): Promise<ServicePorts>;
export function choosePorts(options: Choice<'engine'>): Promise<EnginePorts>;
export function exactly(port: number): Promise<number>;
