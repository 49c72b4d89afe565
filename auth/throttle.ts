import { createHash } from 'node:crypto';
import type pg from 'pg';

const WINDOW_MINUTES = 15;
const PER_ADDRESS = 10;
const PER_IP = 20;

const hashOf = (email: string) => createHash('sha256').update(email.trim().toLowerCase()).digest();

/** Counts failed sign-ins of the last 15 minutes: ten for one address or twenty from one IP lock. Known and unknown addresses alike. */
export const createThrottle = (pool: pg.Pool) => ({
  async isLocked(email: string, ip: string): Promise<boolean> {
    const { rows } = await pool.query<{ locked: boolean }>({
      name: 'sign-in-locked',
      text: `SELECT (SELECT count(*) FROM sign_in_failure WHERE address_hash = $1 AND at > now() - make_interval(mins => $3)) >= $4
                 OR (SELECT count(*) FROM sign_in_failure WHERE ip = $2 AND at > now() - make_interval(mins => $3)) >= $5 AS locked`,
      values: [hashOf(email), ip, WINDOW_MINUTES, PER_ADDRESS, PER_IP],
    });
    return rows[0]?.locked === true;
  },
  async failed(email: string, ip: string): Promise<void> {
    await pool.query('INSERT INTO sign_in_failure (address_hash, ip) VALUES ($1, $2)', [hashOf(email), ip]);
    await pool.query('DELETE FROM sign_in_failure WHERE at < now() - make_interval(mins => $1)', [WINDOW_MINUTES]);
  },
  async succeeded(email: string): Promise<void> {
    await pool.query('DELETE FROM sign_in_failure WHERE address_hash = $1', [hashOf(email)]);
  },
});
