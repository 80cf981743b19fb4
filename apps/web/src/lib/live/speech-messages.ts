import type { LiveResult, SpeakerProfile } from "@undertone/recognize";

/** A chunk of sound from the AudioWorklet. */
export interface SoundChunk {
	/** Mono at the device's rate. */
	readonly samples: Float32Array;
	/** Milliseconds since 1970: when the last sample was there. */
	readonly at: number;
}

/** What the speech worker is told. */
export type ToSpeechWorker =
	/** Hears what comes through the port from now on; `offset` is now in seconds of the session. */
	| {
			readonly type: "listen";
			readonly port: MessagePort;
			readonly sampleRate: number;
			readonly offset: number;
	  }
	/** Hears nothing more until the next `listen`. */
	| { readonly type: "rest" }
	/** Collects speech for a profile; an earlier beginning is forgotten. */
	| { readonly type: "enrol" }
	/** Makes the profile of what was collected. */
	| { readonly type: "enrolled" }
	/** Sees the voice against this profile from now on, if it can be used. */
	| { readonly type: "profile"; readonly profile: SpeakerProfile };

/** What it says. */
export type FromSpeechWorker =
	| {
			readonly type: "ready";
			/** Name of the model. */
			readonly model: string;
			readonly labels: readonly string[];
			readonly threshold: number;
	  }
	| { readonly type: "failed"; readonly message: string }
	/** Times in seconds of the session; `at` as in {@link SoundChunk}, of the window's last sample. */
	| { readonly type: "result"; readonly result: LiveResult; readonly at: number }
	/** Pairs [low, high] of 20 ms each from `time` on. */
	| { readonly type: "wave"; readonly time: number; readonly peaks: Float32Array }
	/** No sound came for so long: the computer slept, or the device was away. */
	| { readonly type: "gap"; readonly seconds: number }
	/** The profile that is used from now on. */
	| {
			readonly type: "profile";
			readonly profile: SpeakerProfile | null;
			/** Why there is none. */
			readonly problem: string | null;
	  };
