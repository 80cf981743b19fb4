// Hands the microphone's samples, mixed to one channel, to the page.
registerProcessor(
	"capture",
	class extends AudioWorkletProcessor {
		process([input]) {
			const [first, second] = input;
			if (first !== undefined) {
				const mono = second === undefined ? first.slice() : first.map((x, i) => (x + second[i]) / 2);
				this.port.postMessage(mono, [mono.buffer]);
			}
			return true;
		}
	},
);
