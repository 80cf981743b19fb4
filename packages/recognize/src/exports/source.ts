/** What an export says of the recording an analysis came from. */
export interface AnalysisSource {
	/** Name or path of the file. */
	readonly file: string;
	/** Hz, as stored. */
	readonly sampleRate: number;
	/** What was wrong with the file, where it could be read nevertheless. */
	readonly warnings?: readonly { readonly code: string; readonly message: string }[];
}
