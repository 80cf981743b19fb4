import { reasonSentence } from "@undertone/core";
import { type ActionUnit, actionUnitNumbers, actionUnits } from "@undertone/face";
import { type AnalyzedFace, expressionWords } from "@undertone/recognize";
import { percent } from "../lib/format.ts";
import { ScoreBars } from "./score-bars.tsx";
import "./face.css";

/** What is shown of a face; its quality only where it was just looked at. */
type ShownFace = Pick<
	AnalyzedFace,
	"pose" | "scores" | "words" | "label" | "confidence" | "notSure" | "reasons" | "actionUnits" | "presence"
> & { readonly quality?: AnalyzedFace["quality"] };

/** One face in words, scores and action units. */
export function FaceCard({ face, title }: { readonly face: ShownFace; readonly title: string }) {
	const { pose, scores, words } = face;
	const reasons = face.reasons.filter((reason) => reason !== "no-expression-model");
	const units = actionUnitNumbers
		.filter((unit) => face.actionUnits[unit] !== undefined)
		.map((unit) => [unit, face.actionUnits[unit] ?? 0] as const);
	return (
		<section className="card stack tight" aria-label={title}>
			<h2>{title}</h2>
			{scores !== null && (
				<p className="headline face-headline">
					{face.label === null ? "Not sure" : upperFirst(expressionWords(face))}
				</p>
			)}
			{reasons.length > 0 && (
				<ul className="reasons">
					{reasons.map((reason) => (
						<li key={reason}>{reasonSentence(reason)}</li>
					))}
				</ul>
			)}
			{scores !== null && <ScoreBars scores={scores} />}
			<p>
				<span className="soft">Moves: </span>
				{words === "" ? "nothing in particular" : words}
			</p>
			<details>
				<summary>Action units and measurements</summary>
				<dl className="bars face-units">
					{units.map(([unit, value]) => (
						<UnitBar key={unit} unit={unit} value={value} />
					))}
				</dl>
				<dl className="facts">
					<dt>Turned</dt>
					<dd>
						{degrees(pose.yaw)} sideways, {degrees(pose.pitch)} up or down, {degrees(pose.roll)} tilted
					</dd>
					{face.quality !== undefined && (
						<>
							<dt>Between the eyes</dt>
							<dd>{Math.round(face.quality.eyeDistance)} pixels</dd>
						</>
					)}
					<dt>Surely a face</dt>
					<dd>{percent(face.presence)}</dd>
				</dl>
			</details>
		</section>
	);
}

function UnitBar({ unit, value }: { readonly unit: ActionUnit; readonly value: number }) {
	return (
		<div className="bar">
			<dt>
				<span className="soft tabular">{unit}</span> {actionUnits[unit]}
			</dt>
			<dd className="bar-track">
				<svg viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
					<rect width={100 * value} height="10" fill="var(--accent)" />
				</svg>
			</dd>
			<dd>{value.toFixed(2)}</dd>
		</div>
	);
}

function degrees(angle: number): string {
	return `${Math.round(Math.abs(angle))}°`;
}

function upperFirst(words: string): string {
	return words.charAt(0).toUpperCase() + words.slice(1);
}
