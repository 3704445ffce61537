/** A list of whole numbers that grows without an object for each. */
export class Growing {
  private values = new Int32Array(1024)
  length = 0

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(this.length * 2)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length++] = value
  }

  at(index: number): number {
    return this.values[index]!
  }

  set(index: number, value: number): void {
    this.values[index] = value
  }

  /** The room stays. */
  clear(): void {
    this.length = 0
  }

  /** The numbers so far; what is pushed afterwards is not in it. */
  view(): Int32Array {
    return this.values.subarray(0, this.length)
  }
}
