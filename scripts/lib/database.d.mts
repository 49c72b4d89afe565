type Addresses = { urls: Record<string, string>; sandboxUrl: string };
export function givenDatabases(env: Record<string, string | undefined>): { superuserUrl?: string; given?: Addresses };
