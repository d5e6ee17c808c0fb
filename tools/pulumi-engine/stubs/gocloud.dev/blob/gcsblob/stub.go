// Package gcsblob stands in for the back-end gs://.
package gcsblob

const Scheme = "gs"
