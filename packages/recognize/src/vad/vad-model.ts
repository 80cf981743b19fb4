/**
 * The bytes of Silero's network that come with this package, ready for `createVoiceActivity`: from its folder in
 * Node, fetched in a page.
 */
export declare function readVadModel(): Promise<Uint8Array>;
