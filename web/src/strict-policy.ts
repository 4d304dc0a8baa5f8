import { config } from 'zod';

// Before any schema parses: the content security policy allows no code made at run time.
config({ jitless: true });
