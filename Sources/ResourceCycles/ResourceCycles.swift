// The room of what flows through a region and what lies in its heaps (METHODS 6).
//
// | question                                       | name                      |
// |------------------------------------------------|---------------------------|
// | what flows where, in mass and by substance     | ``MaterialFlows``         |
// | what lies there after some years               | ``Stocks``                |
// | which of the measured flows contradict         | ``Reconciliation``        |
// | what is used again                             | ``Circularity``           |
// | is the money worth it                          | ``CashFlow``              |
// | what is a heap worth, and how surely           | ``Deposit``               |
