/** Imports a bundle in a process of its own and tells how long that took, ms. */
const [, , bundle = ''] = process.argv;
const began = performance.now();
await import(bundle);
console.log(performance.now() - began);
process.exit(0);
export {};
