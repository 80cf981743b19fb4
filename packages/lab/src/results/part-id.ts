/** What the part of a result that is of one corpus is called: `speech-emodb`. */
export function partId(id: string, corpus: string): string {
	return `${id}-${corpus.toLowerCase().replaceAll(/[^a-z0-9]/g, "")}`;
}
