// The room that says what an industry's sales set in motion (METHODS 5).
//
// | question                                    | name                     |
// |---------------------------------------------|--------------------------|
// | what does each industry buy for a unit      | ``LeontiefModel``        |
// | where does what it sells go                 | ``GhoshModel``           |
// | what does a unit of final demand bring      | ``Multipliers``          |
// | who pulls and who pushes the others         | ``Linkages``             |
// | what is lost where an industry closes       | ``Extraction``           |
