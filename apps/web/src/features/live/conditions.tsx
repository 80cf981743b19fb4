import { type Emotion, emotionNoun, isEmotion, sevenEmotions } from "@undertone/core";
import { useState } from "react";
import { clock } from "../../lib/format.ts";
import type { LiveSession } from "../../lib/live/live-session.ts";
import { useLive } from "./use-live.ts";

/** Conditions that the page shall respond to. */
export function Conditions({ session }: { readonly session: LiveSession }) {
	const { conditions, fired } = useLive(session);
	const [label, setLabel] = useState<Emotion>("angry");
	const [score, setScore] = useState(60);
	const [seconds, setSeconds] = useState(3);
	const [message, setMessage] = useState("");
	const add = (): void => {
		const words = message.trim() === "" ? `${nounOf(label)} for ${seconds} s.` : message.trim();
		session.setConditions([
			...conditions,
			{ label, score: score / 100, seconds, message: words.charAt(0).toUpperCase() + words.slice(1) },
		]);
		setMessage("");
	};
	return (
		<div className="stack">
			<form
				className="stack tight"
				onSubmit={(event) => {
					event.preventDefault();
					add();
				}}
			>
				<div className="live-condition">
					<label className="field">
						<span className="small">Likeness to</span>
						<select
							className="input"
							value={label}
							onChange={(event) => isEmotion(event.target.value) && setLabel(event.target.value)}
						>
							{sevenEmotions.map((each) => (
								<option key={each} value={each}>
									{nounOf(each)}
								</option>
							))}
						</select>
					</label>
					<label className="field">
						<span className="small">of at least %</span>
						<input
							type="number"
							min={1}
							max={100}
							required
							value={score}
							onChange={(event) => setScore(Number(event.target.value))}
						/>
					</label>
					<label className="field">
						<span className="small">for seconds</span>
						<input
							type="number"
							min={0}
							max={600}
							step={0.5}
							required
							value={seconds}
							onChange={(event) => setSeconds(Number(event.target.value))}
						/>
					</label>
				</div>
				<div className="row live-mark">
					<input
						className="input"
						aria-label="What to say then"
						placeholder="What to say then: take a breath"
						maxLength={200}
						value={message}
						onChange={(event) => setMessage(event.target.value)}
					/>
					<button type="submit" className="button">
						Add
					</button>
				</div>
			</form>
			{conditions.length > 0 && (
				<ul className="live-marks">
					{conditions.map((condition, i) => (
						// biome-ignore lint/suspicious/noArrayIndexKey: conditions may be equal
						<li key={i} className="row between">
							<span>
								{nounOf(condition.label)} ≥ {Math.round(100 * condition.score)} % for {condition.seconds} s
								{": "}
								{condition.message}
							</span>
							<button
								type="button"
								className="button small"
								onClick={() => session.setConditions(conditions.filter((each) => each !== condition))}
							>
								Remove
							</button>
						</li>
					))}
				</ul>
			)}
			{fired.length > 0 && (
				<ul className="live-marks" aria-label="What came true">
					{fired.slice(-5).map(({ id, time, condition }) => (
						<li key={id}>
							<span className="tabular soft">{clock(time)}</span> {condition.message}
						</li>
					))}
				</ul>
			)}
		</div>
	);
}

function nounOf(label: Emotion): string {
	return emotionNoun(label).replace(" speech", "");
}
