// Jest has stacks of a hundred calls, and finds the source of each. Pulumi's SDK asks for a stack with every promise it makes.
Error.stackTraceLimit = 10;
