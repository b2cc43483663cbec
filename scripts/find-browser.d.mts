// Types of find-browser.mjs for the configuration of the browser tests.
export function findBrowser(options?: { install?: boolean; say?: (text: string) => void }): string | undefined;
