// Which Temporal server and UI Callvia runs on, and under which names their makers publish them.
export const SERVER_VERSION = '1.32.1';
export const UI_VERSION = '2.55.0';
/** The Go toolchain that builds them. */
export const GO_VERSION = '1.26.8';

/** The three programs as they lie in the cache folder. */
export const PROGRAMS = ['temporal-server', 'temporal-sql-tool', 'temporal-ui'];

/** Their Go packages, for a machine that cannot reach the release archives. Two of them build a program called `server`. */
export const GO_PACKAGES = [
  { program: 'temporal-sql-tool', builds: 'sql', source: `go.temporal.io/server/cmd/tools/sql@v${SERVER_VERSION}` },
  { program: 'temporal-server', builds: 'server', source: `go.temporal.io/server/cmd/server@v${SERVER_VERSION}` },
  { program: 'temporal-ui', builds: 'server', source: `github.com/temporalio/ui-server/v2/cmd/server@v${UI_VERSION}` },
];

/** The official release archives for a system; `inside` maps the program's name in the archive to ours. */
export function releaseArchives({ os, arch }) {
  return [
    {
      folder: `temporalio/temporal/releases/download/v${SERVER_VERSION}`,
      archive: `temporal_${SERVER_VERSION}_${os}_${arch}.tar.gz`,
      checksums: 'checksums.txt',
      inside: { 'temporal-server': 'temporal-server', 'temporal-sql-tool': 'temporal-sql-tool' },
    },
    {
      folder: `temporalio/ui-server/releases/download/v${UI_VERSION}`,
      archive: `ui-server_${UI_VERSION}_${os}_${arch}.tar.gz`,
      checksums: `ui-server_${UI_VERSION}_checksums.txt`,
      inside: { 'ui-server': 'temporal-ui' },
    },
  ];
}

/** This machine in Go's words. */
export function goSystem(platform = process.platform, arch = process.arch) {
  return { os: platform === 'win32' ? 'windows' : platform, arch: arch === 'x64' ? 'amd64' : arch };
}
