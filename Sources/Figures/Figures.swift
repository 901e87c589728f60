// Pictures as pure functions: data, width and language in, a drawing out (decision 1).
//
// | question                              | type                 |
// |---------------------------------------|----------------------|
// | how do values run over years?         | ``LineChart``        |
// | which values are large?               | ``BarChart``         |
// | which parts make up a change?         | ``PartsChart``       |
// | how is a whole divided, year by year? | ``StructureChart``   |
// | how do size, level and growth go together? | ``BubbleChart`` |
// | where does one stand among all?       | ``RankStrip``        |
// | do two things go together?            | ``ScatterChart``     |
// | what is built and works when?         | ``GanttChart``       |
// | how much of what there is, is used?   | ``UseChart``         |
// | between which plans do preferences decide? | ``ParallelChart`` |
// | how far do experts agree?             | ``AgreementPlot``    |
// | does something leave its course?      | ``ControlChart``     |
// | what is behind its plan?              | ``TrafficLights``    |
// | where is it?                          | ``SymbolMap``, ``RegionMap`` |
//
// Each gives a ``Drawing`` of a width: a page draws it wide and narrow, since text must not shrink
// with the picture. A drawing has two outputs from one tree: with classes whose colours the page's
// style sheet gives (light, dark, print), or with colours written out, for files.
