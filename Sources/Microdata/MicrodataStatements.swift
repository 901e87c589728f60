/// Every statement on microdata, once for all engines.
///
/// The rules (decision 0022): no quoted names; sums of whole numbers are cast to BIGINT; every
/// final result has a total order that says where absent values stand; values come in through a
/// small table, never as text. `est` stands for the dataset with the columns of ``MicrodataColumns``.
enum MicrodataStatements {
    /// What each place, activity and year has.
    ///
    /// - Parameter sum: The type that sums of people have: BIGINT, or DOUBLE where people are parts.
    static func panel(sum: String) -> String {
        """
        SELECT place, activity, year,
            CAST(COUNT(*) AS BIGINT) AS establishments,
            CAST(COUNT(people) AS BIGINT) AS counted,
            CAST(SUM(people) AS \(sum)) AS people,
            CAST(MIN(people) AS \(sum)) AS smallest,
            CAST(MAX(people) AS \(sum)) AS largest
        FROM est
        GROUP BY place, activity, year
        ORDER BY place NULLS FIRST, activity NULLS FIRST, year NULLS FIRST
        """
    }

    /// The sizes of the plants of each activity and year, as far as the Herfindahl index needs them.
    static func sizes(sum: String) -> String {
        """
        SELECT activity, year,
            CAST(COUNT(people) AS BIGINT) AS plants,
            CAST(SUM(people) AS \(sum)) AS people,
            CAST(SUM(CAST(people AS \(sum)) * CAST(people AS \(sum))) AS \(sum)) AS squares
        FROM est
        WHERE activity IS NOT NULL AND year IS NOT NULL
        GROUP BY activity, year
        ORDER BY activity NULLS FIRST, year NULLS FIRST
        """
    }

    /// In how many places two activities stand together.
    static let colocation = """
        WITH present AS (
            SELECT DISTINCT e.place, e.activity
            FROM est e JOIN wanted w ON e.year = w.year
            WHERE e.place IS NOT NULL AND e.activity IS NOT NULL
        )
        SELECT a.activity AS one, b.activity AS other, CAST(COUNT(*) AS BIGINT) AS places
        FROM present a JOIN present b ON a.place = b.place AND a.activity <= b.activity
        GROUP BY a.activity, b.activity
        ORDER BY one NULLS FIRST, other NULLS FIRST
        """

    /// The plants of one activity and year, with the square of the grid that they lie in.
    private static let points = """
        points AS (
            SELECT CAST(e.establishment AS BIGINT) AS id, CAST(e.x AS DOUBLE) AS x,
                CAST(e.y AS DOUBLE) AS y, CAST(e.people AS BIGINT) AS people,
                CAST(FLOOR(CAST(e.x AS DOUBLE) / w.reach) AS BIGINT) AS cx,
                CAST(FLOOR(CAST(e.y AS DOUBLE) / w.reach) AS BIGINT) AS cy,
                w.reach AS reach, w.width AS width
            FROM est e JOIN wanted w ON e.year = w.year AND e.activity = w.activity
            WHERE e.x IS NOT NULL AND e.y IS NOT NULL
        )
        """

    /// The nine squares around a square, itself among them.
    private static let around = """
        around AS (
            SELECT * FROM (VALUES (-1, -1), (-1, 0), (-1, 1), (0, -1), (0, 0), (0, 1),
                (1, -1), (1, 0), (1, 1)) AS o(dx, dy)
        )
        """

    /// How many pairs of plants of an activity stand how far from each other, up to a reach: one of
    /// each pair is copied to the nine squares around its own, so that pairs meet by square.
    static let distances = """
        WITH \(points), \(around),
        copies AS (
            SELECT p.id, p.x, p.y, p.people, p.cx + o.dx AS cx, p.cy + o.dy AS cy
            FROM points p CROSS JOIN around o
        ),
        pairs AS (
            SELECT SQRT((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)) AS distance,
                a.people * b.people AS weight, a.reach AS reach, a.width AS width
            FROM points a JOIN copies b ON a.cx = b.cx AND a.cy = b.cy AND a.id < b.id
        )
        SELECT CAST(FLOOR(distance / width) AS BIGINT) AS bin,
            CAST(COUNT(*) AS BIGINT) AS pairs, CAST(SUM(weight) AS BIGINT) AS weight
        FROM pairs
        WHERE distance < reach
        GROUP BY CAST(FLOOR(distance / width) AS BIGINT)
        ORDER BY bin NULLS FIRST
        """

    /// For each plant of an activity, the people in all plants within reach and those in plants of
    /// its own activity, without itself: what the M function is made of.
    static let neighbours = """
        WITH \(points), \(around),
        others AS (
            SELECT CAST(e.establishment AS BIGINT) AS id, CAST(e.x AS DOUBLE) AS x,
                CAST(e.y AS DOUBLE) AS y, CAST(e.people AS BIGINT) AS people,
                CASE WHEN e.activity = w.activity THEN 1 ELSE 0 END AS is_own,
                CAST(FLOOR(CAST(e.x AS DOUBLE) / w.reach) AS BIGINT) AS cx,
                CAST(FLOOR(CAST(e.y AS DOUBLE) / w.reach) AS BIGINT) AS cy
            FROM est e JOIN wanted w ON e.year = w.year
            WHERE e.x IS NOT NULL AND e.y IS NOT NULL
        ),
        copies AS (
            SELECT p.id, p.x, p.y, p.reach, p.cx + o.dx AS cx, p.cy + o.dy AS cy
            FROM points p CROSS JOIN around o
        ),
        near AS (
            SELECT a.id AS id, b.people AS people, b.is_own AS is_own
            FROM copies a JOIN others b ON a.cx = b.cx AND a.cy = b.cy AND a.id <> b.id
            WHERE SQRT((a.x - b.x) * (a.x - b.x) + (a.y - b.y) * (a.y - b.y)) <= a.reach
        )
        SELECT p.id AS establishment, p.people AS people,
            CAST(COALESCE(SUM(n.people), 0) AS BIGINT) AS around,
            CAST(COALESCE(SUM(n.people * n.is_own), 0) AS BIGINT) AS own
        FROM points p LEFT JOIN near n ON p.id = n.id
        GROUP BY p.id, p.people
        ORDER BY establishment NULLS FIRST
        """

    /// All the people of a year, and those of one activity.
    static let people = """
        SELECT CAST(SUM(e.people) AS BIGINT) AS total,
            CAST(SUM(CASE WHEN e.activity = w.activity THEN e.people ELSE 0 END) AS BIGINT) AS own,
            CAST(COUNT(*) AS BIGINT) AS plants
        FROM est e JOIN wanted w ON e.year = w.year
        WHERE e.x IS NOT NULL AND e.y IS NOT NULL
        """

    /// The plants of a year with their places on the plane.
    static let sites = """
        SELECT CAST(e.establishment AS BIGINT) AS establishment, e.activity AS activity,
            CAST(e.x AS DOUBLE) AS x, CAST(e.y AS DOUBLE) AS y,
            CAST(e.people AS BIGINT) AS people
        FROM est e JOIN wanted w ON e.year = w.year
        WHERE e.x IS NOT NULL AND e.y IS NOT NULL AND e.activity IS NOT NULL
        ORDER BY establishment NULLS FIRST
        """
}
