package shop;

class Special {}
