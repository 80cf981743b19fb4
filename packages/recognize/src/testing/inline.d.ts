/** Files that Vitest puts into the bundle as data URLs, in Node and in the browser alike. */
declare module "*?inline" {
	const url: string;
	export default url;
}
