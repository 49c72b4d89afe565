import type { Response } from 'express';

/** TwiML that says and sends nothing. */
export const twiml = (res: Response): void => void res.type('text/xml').send('<?xml version="1.0" encoding="UTF-8"?><Response/>');
