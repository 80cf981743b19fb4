import type { ListedResult, Metric, Studies } from "@undertone/api";
import { WhiskerRows } from "../whisker-rows.tsx";
import { rangeWords } from "./number-table.tsx";
import { Source } from "./source.tsx";

const targets = [
	["targets-emotion", "emotion alone"],
	["targets-sex", "emotion and sex"],
	["targets-level", "emotion and level"],
] as const;

/** Two levels of acting: the chance of telling them is a half. */
const chance = 50;

/** How strongly an emotion is acted, and what sex and level are worth as targets of the training alone. */
export function IntensityStudy({
	study,
	results,
}: {
	readonly study: NonNullable<Studies["intensity"]>;
	readonly results: readonly ListedResult[];
}) {
	const trained = targets.flatMap(([id, name]) => {
		const uar = results.find((result) => result.id === id)?.metrics.uar;
		return uar === undefined ? [] : [{ name, ...inPercent(uar) }];
	});
	return (
		<section className="card stack" aria-labelledby="intensity">
			<div>
				<h2 id="intensity">How strongly it is acted</h2>
				<p>
					RAVDESS's two levels, normal and strong, as a second answer for people whom the model does not know.
					Chance is {chance} %.
				</p>
			</div>
			<div className="two">
				<div>
					<h3>Normal or strong, UAR in %</h3>
					<WhiskerRows
						label="UAR of telling normal from strong, by emotion"
						rows={study.rows.map(({ emotion, n, uar }) => ({
							name: emotion,
							note: `${n.toLocaleString()} clips`,
							...inPercent(uar),
						}))}
						ticks={[40, 50, 60, 70, 80, 90, 100]}
						tickWords={String}
						mark={chance}
					/>
				</div>
				{trained.length > 0 && (
					<div>
						<h3>The emotion, by what was told in training, UAR in %</h3>
						<WhiskerRows
							label="UAR of the emotion, by what was told in training"
							rows={trained}
							ticks={[50, 55, 60, 65, 70]}
							tickWords={String}
							mark={trained[0]?.value ?? 0}
						/>
						<p className="soft small">
							Asked for the emotion alone. The dashed line is where a model is that was told nothing else.
						</p>
					</div>
				)}
			</div>
			<Source commands={[study.command]} />
		</section>
	);
}

function inPercent(uar: Metric) {
	const { value, low, high } = uar;
	return { value: 100 * value, low: 100 * low, high: 100 * high, words: rangeWords(uar) };
}
