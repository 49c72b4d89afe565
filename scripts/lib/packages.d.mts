export function packagesAreCurrent(options?: { folder?: string; withDev?: boolean }): boolean;
export function installPackages(options?: { folder?: string }): Promise<void>;
