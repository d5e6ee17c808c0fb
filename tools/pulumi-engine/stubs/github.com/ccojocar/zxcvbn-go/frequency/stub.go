// Package frequency stands in for lists of frequent passwords, by which `config set` and `env set` guess that a value is a
// secret: to read them takes half of the time in which the engine starts.
package frequency

type List struct {
	Name string
	List []string
}

var Lists = map[string]List{}
