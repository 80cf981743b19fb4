import { limits, purposes } from "@undertone/api";

/** Purposes and limits: what it may be used for, and what the persons recorded should know. */
export function Limits() {
	return (
		<div className="page narrow prose">
			<h1>Purposes and limits</h1>
			<ul>
				{limits.map((sentence) => (
					<li key={sentence}>{sentence}</li>
				))}
			</ul>
			<h2>What it may be used for</h2>
			{purposes.map(({ id, title, description, notice }) => (
				<section key={id}>
					<h3>{title}</h3>
					<p>{description}</p>
					{notice !== "" && (
						<blockquote className="notice">
							<p>{notice}</p>
						</blockquote>
					)}
				</section>
			))}
		</div>
	);
}
