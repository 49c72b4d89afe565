import { spawnSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { runTool } from '#scripts/lib/tools.mjs';
import { GO_PACKAGES, GO_VERSION } from './versions.mjs';

/** Whether a Go toolchain is at hand. */
export const hasGo = (env = process.env) => spawnSync('go', ['version'], { env, encoding: 'utf8' }).status === 0;

/**
 * Builds the three programs from the Go module proxy, one after the other (they share most of their packages), and returns where each
 * one lies. `report` hears what is being built. Throws with the compiler's last lines.
 */
export async function buildFromSource({ folder, report, env = process.env }) {
  const built = {};
  for (const { program, builds, source } of GO_PACKAGES) {
    report(`building ${program} from source`);
    const bin = path.join(folder, program); // a folder of its own: two of them build a program called `server`
    await mkdir(bin, { recursive: true });
    await goInstall(source, { ...env, CGO_ENABLED: '0', GOBIN: bin });
    built[program] = path.join(bin, process.platform === 'win32' ? `${builds}.exe` : builds);
  }
  return built;
}

async function goInstall(source, env) {
  const args = ['install', '-ldflags=-s -w', source];
  try {
    await runTool({ what: `go install ${source}`, command: 'go', args, env });
  } catch (error) {
    throw new Error(`${error.message}\n(It needs Go ${GO_VERSION} or newer.)`, { cause: error });
  }
}
