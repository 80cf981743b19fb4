/** What is read aloud for a neutral reading: twenty seconds of nothing in particular. */
export function ReadingText() {
	return (
		<p className="reading">
			The bus to the station leaves every ten minutes from the stop beside the library. It crosses the bridge,
			passes the market and the town hall, and turns left at the second set of lights. The whole way takes
			about a quarter of an hour. Tickets are sold at the machine or by the driver, and the last bus goes
			shortly before midnight.
		</p>
	);
}
