export type DatabaseLogin = { host: string; port: number; user: string; password: string };
export type TemporalDatabases = { default: string; visibility: string };
export const DATABASES: TemporalDatabases;
export function prepareSchema(options: { sqlTool: string; database: DatabaseLogin; databases?: TemporalDatabases }): Promise<void>;
