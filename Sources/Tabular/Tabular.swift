// Tables from outside, turned into checked records, and back. This room knows bytes, cells and
// problems; it knows nothing of regions.
//
// | question                                   | type                                |
// |--------------------------------------------|-------------------------------------|
// | which columns does a CSV file have, as arrays? | ``ColumnarReader`` → ``ColumnarTable`` |
// | what stands in a CSV file, record by record? | ``CSVReader``                     |
// | what does a number cell say?               | ``NumberCell`` → ``CellReading``, ``StateWords`` |
// | what is wrong with a file?                 | ``ProblemReport`` of ``TabularProblem`` |
// | how is it said in words?                   | ``TabularProblem/message``     |
// | what stands on a workbook's sheet, row by row? | ``Workbook`` → ``SheetReader`` |
// | how does an importer read either?          | ``RecordReader``                    |
// | how is a CSV file written?                 | ``CSVWriter`` into a ``ByteSink``   |
// | how is a file written all or nothing?      | ``AtomicFile``                      |
//
// Every reader here treats its input as hostile: sizes are limited, nothing traps, memory stays
// within a chunk plus the longest row.
