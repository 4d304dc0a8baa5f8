/** Imports a bundle in a process of its own and tells how long that took, ms. */
const began = performance.now();
await import(process.argv[2]);
console.log(performance.now() - began);
process.exit(0);
