/** Runs once before the tests that need PostgreSQL. */
export function setup(): void {}
