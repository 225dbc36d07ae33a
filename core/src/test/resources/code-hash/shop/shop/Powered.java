package shop;

interface Powered {
  String VOLTS = System.setProperty("shop.volts", "230");

  default int volts() {
    return Integer.getInteger("shop.volts");
  }
}
