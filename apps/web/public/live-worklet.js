// Hands the microphone's samples, mixed to one channel, straight to the worker that hears them, each chunk with the
// time it was whole. The page's own thread never sees them.
const chunkLength = 1024;
/** Chunks between two signs to the page that sound comes: half a second at 48 kHz. */
const signEvery = 24;

registerProcessor(
	"live",
	class extends AudioWorkletProcessor {
		constructor() {
			super();
			this.out = null;
			this.chunk = new Float32Array(chunkLength);
			this.filled = 0;
			this.sent = 0;
			this.port.onmessage = ({ data }) => {
				this.out = data;
			};
		}

		process([input]) {
			const [first, second] = input;
			if (this.out === null || first === undefined) return true;
			for (let i = 0; i < first.length; i++) {
				this.chunk[this.filled++] = second === undefined ? first[i] : (first[i] + second[i]) / 2;
				if (this.filled < chunkLength) continue;
				this.out.postMessage({ samples: this.chunk, at: Date.now() }, [this.chunk.buffer]);
				if (this.sent++ % signEvery === 0) this.port.postMessage(null);
				this.chunk = new Float32Array(chunkLength);
				this.filled = 0;
			}
			return true;
		}
	},
);
