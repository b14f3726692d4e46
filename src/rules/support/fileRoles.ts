const PRODUCTION_FILE = /(^|[/\\._-])(prod|production)([._-][^/\\]*)?$|(^|[/\\])environments[/\\]production\.rb$/i;
const TEST_FILE = /(^|[/\\._-])(test|testing|e2e)([._-][^/\\]*)?$|(^|[/\\])environments[/\\]test\.rb$/i;

/** Says whether a file holds the settings of a production system, by its name: `.env.production`, `values-prod.yaml`. */
export function isProductionFile(path: string): boolean {
  return PRODUCTION_FILE.test(path);
}

/** Says whether a file holds settings for tests, by its name: `.env.test`, `application-test.yml`. */
export function isTestFile(path: string): boolean {
  return TEST_FILE.test(path);
}
